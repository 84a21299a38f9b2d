"""The full hour, at which budgets begin anew, stamps of kept forms change and the days of most time zones turn."""
import time


def stay_in_the_hour(seconds):
    """Waits for the next hour if this one ends within so many seconds."""
    left = 3600 - time.time() % 3600
    if left < seconds:
        time.sleep(left + 0.1)
