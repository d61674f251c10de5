"""What teaches: derivations step by step, diagnoses of wrong answers, exercises."""
