"""The programs behind the book: they set up, build, store, prove and write its pages."""
