"""What pages read: plain rows, so that a template can never ask the database."""
