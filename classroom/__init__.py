"""A course from this book: assignments, their marks, and the commands of an instructor."""
