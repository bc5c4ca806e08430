#!/bin/bash
# Made from the environment's settings: change it there.
set -euo pipefail

again() {
  local attempt
  for attempt in 1 2 3 4 5; do
    if "$@"; then return 0; fi
    echo "attempt $attempt failed: $*" >&2
    sleep $((attempt * 5))
  done
  return 1
}

install_missing() {
  local package missing=()
  for package in "$@"; do
    rpm --query --quiet "$package" || missing+=("$package")
  done
  if ((${#missing[@]} > 0)); then again dnf install --assumeyes "${missing[@]}"; fi
}

# Where things are. Secrets are read from Secrets Manager by the instance's role.
mkdir -p /etc/platform
cat > /etc/platform/environment <<'END_OF_FILE'
ENVIRONMENT="dev"
AWS_REGION="af-south-1"
WEB_PORT="8080"
HEALTH_CHECK_PATH="/health"
DATABASE_SECRET_ARN="arn:aws:secretsmanager:af-south-1:111122223333:secret:rds!db-0a1b-AbCdEf"
DATABASE_HOST="acme-dev.c0ffee.af-south-1.rds.amazonaws.com"
DATABASE_READER_HOSTS=""
DATABASE_PORT="3306"
DATABASE_NAME="app"
FILES_ID="fs-0123456789abcdef0"
FILES_ACCESS_POINT_ID="fsap-0123456789abcdef0"
FILES_PATH="/mnt/files"
ASSETS_BUCKET="acme-dev-assets-0a1b2c3"
SMTP_SECRET_ARN=""
SMTP_HOST=""
SMTP_PORT=""
MAIL_PER_SECOND=""
END_OF_FILE

# Memory, disk and logs to CloudWatch. An instance without them still serves.
start_agent() {
  install_missing amazon-cloudwatch-agent rsyslog &&
    systemctl enable --now rsyslog &&
    /opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/opt/aws/amazon-cloudwatch-agent/etc/platform.json
}
mkdir -p /opt/aws/amazon-cloudwatch-agent/etc
cat > /opt/aws/amazon-cloudwatch-agent/etc/platform.json <<'END_OF_FILE'
{
  "agent": {
    "metrics_collection_interval": 60
  },
  "metrics": {
    "namespace": "acme/dev/web",
    "append_dimensions": {
      "AutoScalingGroupName": "${aws:AutoScalingGroupName}",
      "InstanceId": "${aws:InstanceId}"
    },
    "aggregation_dimensions": [
      [
        "AutoScalingGroupName"
      ]
    ],
    "metrics_collected": {
      "mem": {
        "measurement": [
          "used_percent"
        ]
      },
      "disk": {
        "measurement": [
          "used_percent"
        ],
        "resources": [
          "/"
        ],
        "drop_device": true
      }
    }
  },
  "logs": {
    "logs_collected": {
      "files": {
        "collect_list": [
          {
            "file_path": "/var/log/messages",
            "log_group_name": "/acme/dev/web",
            "log_stream_name": "{instance_id}/messages"
          },
          {
            "file_path": "/var/log/cloud-init-output.log",
            "log_group_name": "/acme/dev/web",
            "log_stream_name": "{instance_id}/cloud-init"
          }
        ]
      }
    }
  }
}
END_OF_FILE
start_agent || echo "the CloudWatch agent did not start" >&2

# Shared files: over TLS, as the instance's role, through the access point.
install_missing amazon-efs-utils
mkdir -p '/mnt/files'
grep --quiet --fixed-strings --line-regexp 'fs-0123456789abcdef0:/ /mnt/files efs _netdev,tls,iam,accesspoint=fsap-0123456789abcdef0 0 0' /etc/fstab || echo 'fs-0123456789abcdef0:/ /mnt/files efs _netdev,tls,iam,accesspoint=fsap-0123456789abcdef0 0 0' >> /etc/fstab
mountpoint --quiet '/mnt/files' || again mount '/mnt/files'

# A page that answers until the image brings an application. Last, so that it answers only when all else is there.
if [[ ! -e /etc/platform/application ]]; then
  install_missing httpd
  sed --in-place 's/^Listen .*/Listen 8080/' /etc/httpd/conf/httpd.conf
  rm --force /etc/httpd/conf.d/welcome.conf
  echo 'FallbackResource /index.html' > /etc/httpd/conf.d/placeholder.conf
  echo 'dev: no application yet' > /var/www/html/index.html
  systemctl enable httpd
  systemctl restart httpd
fi
