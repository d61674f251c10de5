"""Matrix calculus that checks itself."""
