from thing_digest
