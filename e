quarterday: cannot write the workbook: i/o error: No space left on device (os error 28): i/o error: No space left on device (os error 28): No space left on device (os error 28)
