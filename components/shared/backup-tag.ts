/**
 * The tag that puts a resource into the daily backup plan of its environment: the plan's selection takes whatever carries
 * it. Merge it into the `tags` of what must be backed up (file system, database, volumes, tables). A resource that loses it
 * is backed up no more; the recovery points that it has stay until their retention ends.
 */
export const backupTag = { backup: "daily" } as const;
