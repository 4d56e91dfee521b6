"""Files that people hand in: kept by their content, served so that no browser runs them."""
