"""Calendar dates and periods in text: points of the calendar by their form, then combined."""
