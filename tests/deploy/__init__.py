"""What is installed on a server: units, the compose file, the proxy's example and the script that puts them there."""
