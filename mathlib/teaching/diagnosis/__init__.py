"""Why an answer is wrong: the mistakes that lead to it."""
