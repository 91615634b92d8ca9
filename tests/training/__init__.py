"""The topic model is taught, measured, installed and taken back."""
