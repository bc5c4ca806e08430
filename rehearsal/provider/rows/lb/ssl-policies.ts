/** Security policies of HTTPS listeners (ELB User Guide for Application Load Balancers, Security policies; DescribeSSLPolicies). */

const tls13 = (date: string, infix = "") =>
  ["1-3", "1-2", "1-2-Res", "1-2-Ext1", "1-2-Ext2"].map((level) => `ELBSecurityPolicy-TLS13-${level}${infix}-${date}`);

/** The names of all that AWS has for application load balancers. */
export const sslPolicies: readonly string[] = [
  ...tls13("2025-09", "-PQ"),
  ...tls13("2025-09", "-FIPS-PQ"),
  "ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-PQ-2025-09",
  ...tls13("2021-06"),
  "ELBSecurityPolicy-TLS13-1-1-2021-06",
  "ELBSecurityPolicy-TLS13-1-0-2021-06",
  ...tls13("2023-04", "-FIPS"),
  "ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-2023-04",
  "ELBSecurityPolicy-TLS13-1-1-FIPS-2023-04",
  "ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04",
  "ELBSecurityPolicy-FS-1-2-Res-2020-10",
  "ELBSecurityPolicy-FS-1-2-Res-2019-08",
  "ELBSecurityPolicy-FS-1-2-2019-08",
  "ELBSecurityPolicy-FS-1-1-2019-08",
  "ELBSecurityPolicy-FS-2018-06",
  "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
  "ELBSecurityPolicy-TLS-1-2-2017-01",
  "ELBSecurityPolicy-TLS-1-1-2017-01",
  "ELBSecurityPolicy-2016-08",
  "ELBSecurityPolicy-2015-05",
  "ELBSecurityPolicy-TLS-1-0-2015-04",
];
