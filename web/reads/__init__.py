"""What a page shows, read from the database: the same for people and for programs."""
