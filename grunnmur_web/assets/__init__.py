"""Where the shipped files of others come from."""
