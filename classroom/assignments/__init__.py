"""One module for each chapter that has marked work; its `assignment` is what is released."""
