"""The digits: embedded, downloaded or in a folder."""
