"""What is wrong with the settings, and what to do."""
