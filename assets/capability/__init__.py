"""Who is GPT-4-class: scores by vintage, bars, membership."""
