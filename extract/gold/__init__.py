"""Gold articles: pages with their truth inside, read into text and grounded facts."""
