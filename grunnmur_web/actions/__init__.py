"""What people do: one function, one transaction, an audit row with before and after."""
