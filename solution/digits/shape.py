"""Given: what the images are, and how many classes they have."""

CHANNELS = 1  # 1 for grey; 3 for red, green and blue
ROWS = 28
COLUMNS = 28
NUM_CLASSES = 10
NUM_PIXELS = CHANNELS * ROWS * COLUMNS  # numbers in an image
