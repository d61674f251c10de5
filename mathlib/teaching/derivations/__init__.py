"""A derivative step by step, every line with its rule and its proof."""
