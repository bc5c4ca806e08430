/** What the events of `fixtures` mean, those of alarms, of stacks and of no known source excepted. */

/** Source, severity without a topic, state and title of a notice. */
export interface ExpectedNotice {
  readonly source: string;
  readonly severity: string;
  readonly state: string;
  readonly title: string;
}

/** Name of the fixture; source, severity and state; title. */
const table = `
acm-approaching-expiration-eventbridge | acm warning event | Certificate of www.acme.example expires in 31 days
acm-approaching-expiration-last-day-eventbridge | acm warning event | Certificate of www.acme.example expires in 1 day
acm-available-eventbridge | acm info event | Certificate of www.acme.example is available
acm-expired-eventbridge | acm critical event | Certificate of www.acme.example is expired
acm-renewal-action-required-eventbridge | acm warning event | Certificate of www.acme.example cannot be renewed and expires in 30 days
acm-revoked-eventbridge | acm critical event | Certificate of www.acme.example is revoked
autoscaling-launch-failed-eventbridge | autoscaling warning event | acme-prod-web-1a2b3c4 could not launch an instance
autoscaling-launch-failed-other-environment-eventbridge | autoscaling warning event | acme-staging-web-1a2b3c4 could not launch an instance
autoscaling-launch-failed-sns | autoscaling warning event | acme-prod-web-1a2b3c4 could not launch an instance
autoscaling-launched-eventbridge | autoscaling info event | acme-prod-web-1a2b3c4 launched an instance
autoscaling-launched-lines-sns | autoscaling info event | acme-prod-web-1a2b3c4 launched an instance
autoscaling-refresh-cancelled-eventbridge | autoscaling warning event | Instance refresh of acme-prod-web-1a2b3c4: cancelled
autoscaling-refresh-checkpoint-eventbridge | autoscaling info event | Instance refresh of acme-prod-web-1a2b3c4: checkpoint reached
autoscaling-refresh-failed-eventbridge | autoscaling warning event | Instance refresh of acme-prod-web-1a2b3c4: failed
autoscaling-refresh-rollback-failed-eventbridge | autoscaling warning event | Instance refresh of acme-prod-web-1a2b3c4: rollback failed
autoscaling-refresh-rollback-started-eventbridge | autoscaling warning event | Instance refresh of acme-prod-web-1a2b3c4: rollback started
autoscaling-refresh-rollback-succeeded-eventbridge | autoscaling warning event | Instance refresh of acme-prod-web-1a2b3c4: rollback succeeded
autoscaling-refresh-started-eventbridge | autoscaling info event | Instance refresh of acme-prod-web-1a2b3c4: started
autoscaling-refresh-succeeded-eventbridge | autoscaling info event | Instance refresh of acme-prod-web-1a2b3c4: succeeded
autoscaling-terminate-failed-eventbridge | autoscaling warning event | acme-prod-web-1a2b3c4 could not terminate an instance
autoscaling-terminated-eventbridge | autoscaling info event | acme-prod-web-1a2b3c4 terminated an instance
autoscaling-terminated-sns | autoscaling info event | acme-prod-web-1a2b3c4 terminated an instance
autoscaling-test-sns | autoscaling info event | acme-prod-web-1a2b3c4: Test Notification
backup-aborted-eventbridge | backup warning event | Backup of acme-prod-database-0 was stopped
backup-aborting-eventbridge | backup info event | Backup of acme-prod-database-0 is being stopped
backup-completed-eventbridge | backup info event | Backup of acme-prod-database-0 completed
backup-completed-sns | backup info event | Backup of acme-prod-database-0 completed
backup-completed-with-issues-eventbridge | backup warning event | Backup of acme-prod-database-0 completed with issues
backup-copy-completed-eventbridge | backup info event | Copy of acme-prod-database-0 completed
backup-copy-failed-eventbridge | backup warning event | Copy of acme-prod-database-0 failed
backup-copy-failed-sns | backup warning event | Copy of acme-prod-database-0 failed
backup-created-eventbridge | backup info event | Backup of a resource was created
backup-expired-eventbridge | backup warning event | Backup of acme-prod-database-0 expired
backup-expired-sns | backup warning event | Backup of acme-prod-database-0 expired
backup-failed-eventbridge | backup warning event | Backup of acme-prod-database-0 failed
backup-failed-other-environment-eventbridge | backup warning event | Backup of acme-staging-database-0 failed
backup-failed-sns | backup warning event | Backup of acme-prod-database-0 failed
backup-failed-without-attributes-sns | backup warning event | Backup of acme-prod-database-0 failed
backup-partial-eventbridge | backup warning event | Backup of acme-prod-database-0 completed in part
backup-pending-eventbridge | backup info event | Backup of acme-prod-database-0 is pending
backup-recovery-point-eventbridge | backup warning event | Recovery point of acme-prod-database-0 completed in part
backup-restore-aborted-eventbridge | backup warning event | Restore of RDS was stopped
backup-restore-completed-eventbridge | backup info event | Restore of acme-prod-database-0 completed
backup-restore-failed-eventbridge | backup warning event | Restore of RDS failed
backup-restore-failed-sns | backup warning event | Restore of a resource failed
backup-running-eventbridge | backup info event | Backup of acme-prod-database-0 is running
backup-unknown-state-eventbridge | backup info event | Backup of acme-prod-database-0 is in state PAUSED
budgets-actual-sns | budgets warning event | Budget acme-account passed $240.00
budgets-forecasted-sns | budgets info event | Budget acme-account is expected to pass $240.00
budgets-json-sns | budgets warning event | Budget acme-account passed 80 %
codebuild-failed-eventbridge | codebuild warning event | Build of acme-prod-images failed
codebuild-phase-failed-eventbridge | codebuild warning event | Build of acme-prod-images (build) failed
codebuild-stopped-eventbridge | codebuild info event | Build of acme-prod-images stopped
codebuild-succeeded-eventbridge | codebuild info event | Build of acme-prod-images succeeded
codepipeline-action-failed-eventbridge | codepipeline warning event | Pipeline acme-prod-site (Prod, deploy) failed
codepipeline-failed-eventbridge | codepipeline warning event | Pipeline acme-prod-site failed
codepipeline-failed-other-environment-eventbridge | codepipeline warning event | Pipeline acme-staging-site failed
codepipeline-stage-failed-eventbridge | codepipeline warning event | Pipeline acme-prod-site (Prod) failed
codepipeline-succeeded-eventbridge | codepipeline info event | Pipeline acme-prod-site succeeded
cost-anomaly-eventbridge | cost-anomaly warning event | Cost anomaly in Amazon Elastic Compute Cloud - Compute: $1001.00 above what was expected
cost-anomaly-sns | cost-anomaly warning event | Cost anomaly in Amazon Elastic Compute Cloud - Compute: $1001.00 above what was expected
dms-instance-low-storage-sns | dms warning event | DMS instance acme-prod-replication: storage is low
dms-task-failed-eventbridge | dms warning event | DMS task acme-prod-orders: failed
dms-task-failed-sns | dms warning event | DMS task acme-prod-orders: failed
dms-task-started-eventbridge | dms info event | DMS task acme-prod-orders: started
ecs-deployment-completed-eventbridge | ecs info event | ECS service worker: deployment completed
ecs-deployment-failed-eventbridge | ecs warning event | ECS service worker: deployment failed
ecs-deployment-failed-other-environment-eventbridge | ecs warning event | ECS service worker: deployment failed
ecs-deployment-in-progress-eventbridge | ecs info event | ECS service worker: deployment in progress
ecs-service-deployment-failed-eventbridge | ecs warning event | ECS service worker: deployment failed
ecs-service-placement-failure-eventbridge | ecs warning event | ECS service worker: task placement failure
ecs-service-start-impaired-eventbridge | ecs warning event | ECS service worker: task start impaired
ecs-service-steady-eventbridge | ecs info event | ECS service worker: steady state
ecs-task-killed-eventbridge | ecs warning event | ECS task of worker was killed, probably for want of memory
ecs-task-out-of-memory-eventbridge | ecs warning event | ECS task of worker ran out of memory
ecs-task-out-of-memory-other-environment-eventbridge | ecs warning event | ECS task of worker ran out of memory
ecs-task-out-of-memory-task-eventbridge | ecs warning event | ECS task of worker ran out of memory
ecs-task-running-eventbridge | ecs info event | ECS task of worker is running
ecs-task-scaled-in-eventbridge | ecs info event | ECS task of worker stopped
guardduty-archived-eventbridge | guardduty critical event | GuardDuty: Unprotected port on EC2 instance i-1234567890abcdef0 is being probed.
guardduty-critical-eventbridge | guardduty critical event | GuardDuty: Potential credential compromise.
guardduty-high-eventbridge | guardduty critical event | GuardDuty: EC2 instance i-1234567890abcdef0 is querying a domain name associated with Bitcoin activity.
guardduty-low-eventbridge | guardduty info event | GuardDuty: Unprotected port on EC2 instance i-1234567890abcdef0 is being probed.
guardduty-medium-eventbridge | guardduty warning event | GuardDuty: Unprotected port on EC2 instance i-1234567890abcdef0 is being probed.
health-abuse-eventbridge | health critical alarm | AWS Health: ABUSE dos report in global
health-action-required-eventbridge | health warning event | AWS Health: LAMBDA runtime notification in af-south-1
health-backup-copy-eventbridge | health warning event | AWS Health: EC2 instance retirement scheduled in af-south-1
health-global-notification-eventbridge | health info event | AWS Health: BILLING notification in global
health-investigation-eventbridge | health warning event | AWS Health: RDS operational notification in af-south-1
health-issue-closed-eventbridge | health warning recovered | AWS Health: EC2 operational issue in af-south-1
health-issue-eventbridge | health warning alarm | AWS Health: EC2 operational issue in af-south-1
health-old-form-eventbridge | health warning alarm | AWS Health: EC2 instance store drive performance degraded
health-scheduled-change-page-1-eventbridge | health warning event | AWS Health: EC2 instance retirement scheduled in af-south-1
health-scheduled-change-page-2-eventbridge | health warning event | AWS Health: EC2 instance retirement scheduled in af-south-1
platform-backup-report-eventbridge | platform warning event | 1 of 3 backups is missing
platform-drift-found-eventbridge | platform warning alarm | Drift found in services of prod
platform-drift-found-other-environment-eventbridge | platform warning alarm | Drift found in services of staging
platform-drift-resolved-eventbridge | platform info recovered | No drift in services of prod
platform-heartbeat-eventbridge | platform info event | Alerts of acme-prod reach this channel
platform-job-failed-eventbridge | platform warning event | Rotation of the database's password failed
platform-job-succeeded-eventbridge | platform info event | Instances refreshed
rds-autoscaling-later-eventbridge | rds info event | RDS instance acme-prod-database-0: The DB instance is in an invalid state
rds-cluster-failover-failed-eventbridge | rds critical event | RDS cluster acme-prod-cluster: failover failed
rds-cluster-patched-eventbridge | rds info event | RDS cluster acme-prod-cluster: Database cluster has been patched
rds-failover-completed-eventbridge | rds info event | RDS instance acme-prod-database-0: failover completed
rds-failover-started-eventbridge | rds warning event | RDS instance acme-prod-database-0: failover started
rds-failover-started-sns | rds warning event | RDS instance acme-prod-database-0: failover started
rds-failure-eventbridge | rds critical event | RDS instance acme-prod-database-0: failed
rds-failure-other-environment-eventbridge | rds critical event | RDS instance acme-staging-database-0: failed
rds-failure-sns | rds critical event | RDS instance acme-prod-database-0: failed
rds-low-storage-eventbridge | rds warning event | RDS instance acme-prod-database-0: storage is low
rds-maintenance-eventbridge | rds info event | RDS instance acme-prod-database-0: Database instance patched
rds-parameter-group-eventbridge | rds info event | RDS parameter group acme-prod-database: configuration change
rds-recovery-completed-eventbridge | rds info event | RDS instance acme-prod-database-0: Recovery of the DB instance is complete
rds-recovery-started-eventbridge | rds warning event | RDS instance acme-prod-database-0: Recovery of the DB instance has started
rds-shut-down-storage-full-eventbridge | rds critical event | RDS instance acme-prod-database-0: was shut down, its storage is full
rds-snapshot-deleted-eventbridge | rds info event | RDS snapshot acme-prod-database-0-2026-09-26: Deleted automated snapshot
rds-snapshot-deleted-sns | rds info event | RDS snapshot acme-prod-database-0-2026-09-26: Deleted automated snapshot
rds-stopped-eventbridge | rds info event | RDS instance acme-prod-database-0: DB instance stopped
rds-storage-full-eventbridge | rds critical event | RDS instance acme-prod-database-0: storage is full
rds-unknown-failure-eventbridge | rds warning event | RDS instance acme-prod-database-0: Something new has failed
ses-bounce-event-sns | ses info event | Mail from acme.example bounced
ses-bounce-eventbridge | ses info event | Mail from acme.example bounced
ses-bounce-notification-sns | ses info event | Mail from acme.example bounced
ses-complaint-event-sns | ses warning event | Mail from acme.example was called spam
ses-complaint-notification-sns | ses warning event | Mail from acme.example was called spam
ses-delivery-delay-event-sns | ses info event | Mail from acme.example is delayed
ses-delivery-notification-sns | ses info event | Mail from acme.example was delivered
ses-reject-event-sns | ses warning event | Mail from acme.example was rejected
ses-rendering-failure-event-sns | ses warning event | Mail from acme.example could not be rendered
ses-trial-sns | ses info event | SES is connected to the topic of mail events
vpn-redundancy-loss-eventbridge | vpn info event | VPN vpn-0d0e3eeefe6aabb0d lost one of its tunnels for a moment
vpn-single-tunnel-eventbridge | vpn warning event | VPN vpn-0d0e3eeefe6aabb0d has only one tunnel up
`;

/** By name of the fixture, in the order of the names. */
export const expectedNotices: Readonly<Record<string, ExpectedNotice>> = Object.fromEntries(
  table
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", kind = "", title = ""] = line.split(" | ");
      const [source = "", severity = "", state = ""] = kind.split(" ");
      return [name, { source, severity, state, title }];
    }),
);
