"""What keeps the site running, for those who look after it: jobs, mail, the audit log, storage, settings, access."""
