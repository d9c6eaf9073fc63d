"""What the policy references of an article say together: which document is meant, and what one does to another."""
