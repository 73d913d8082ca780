"""Distribution rounds, deliveries, proof."""
