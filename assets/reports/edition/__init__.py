"""The texts of an edition beside its pages: verdict.json, badge, feed, brief, llms.txt and the Markdown twin."""
