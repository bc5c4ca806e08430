import { type AlarmDefinition, alarm } from "./alarm-definition.ts";
import type { CompositeDefinition } from "./composite-definition.ts";

/** A Site-to-Site VPN connection. */
export interface VpnSubject<V> {
  /** Short name in kebab case: ends the alarms' names. */
  readonly subject: string;
  readonly vpnId: V;
  /** Outside addresses of its two tunnels. */
  readonly tunnelAddresses: readonly [V, V];
}

/** Name of one tunnel in alarms. */
const tunnel = (subject: string, position: number) => `${subject}-${position + 1}`;

/**
 * The alarms of each tunnel of a VPN connection. One tunnel may be down: AWS renews them one after the other.
 * Metrics: https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-cloudwatch-vpn.html
 *
 * @param vpn the connection
 */
export function vpnAlarms<V>({ subject, vpnId, tunnelAddresses }: VpnSubject<V>): AlarmDefinition<V>[] {
  return tunnelAddresses.map((address, position) =>
    alarm("vpn-tunnel", {
      subject: tunnel(subject, position),
      watched: {
        metric: {
          namespace: "AWS/VPN",
          name: "TunnelState",
          dimensions: { VpnId: vpnId, TunnelIpAddress: address },
          statistic: "Minimum",
        },
      },
      comparison: "<",
      threshold: 1,
      periodSeconds: 300,
      datapoints: [3, 3],
      meaning: "One of the two tunnels to the office is down; the other one carries everything.",
    }),
  );
}

/**
 * The alarm of a VPN connection whose tunnels are both down.
 *
 * @param vpn its short name
 */
export function vpnComposites({ subject }: Pick<VpnSubject<unknown>, "subject">): CompositeDefinition[] {
  return [
    {
      id: "vpn-down",
      subject,
      members: [0, 1].map((position) => ({ id: "vpn-tunnel", subject: tunnel(subject, position) })),
      needs: "all",
      region: "home",
      meaning: "Both tunnels to the office are down: neither side reaches the other.",
    },
  ];
}
