import { type AlarmDefinition, alarm } from "./alarm-definition.ts";

/** A NAT gateway. */
export interface NatGatewaySubject<V> {
  /** Short name in kebab case, usually the zone: ends the alarms' names. */
  readonly subject: string;
  readonly natGatewayId: V;
}

/**
 * The alarms of a NAT gateway.
 * Metrics: https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
 *
 * @param gateway the gateway
 */
export function natGatewayAlarms<V>({ subject, natGatewayId }: NatGatewaySubject<V>): AlarmDefinition<V>[] {
  const of = (name: string) => ({
    metric: {
      namespace: "AWS/NATGateway",
      name,
      dimensions: { NatGatewayId: natGatewayId },
      statistic: "Sum" as const,
    },
  });
  const any = { comparison: ">", threshold: 0, periodSeconds: 60, missingData: "notBreaching" } as const;
  return [
    alarm("nat-port-allocation", {
      subject,
      watched: of("ErrorPortAllocation"),
      ...any,
      meaning: "Too many connections go to one address outside, so servers cannot reach it.",
    }),
    alarm("nat-packet-drops", {
      subject,
      watched: of("PacketsDropCount"),
      ...any,
      meaning: "Packets to the internet are lost; when it lasts, AWS has a fault there.",
    }),
  ];
}
