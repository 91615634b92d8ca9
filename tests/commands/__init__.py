"""The commands of the command line, each as a person or a script runs it."""
