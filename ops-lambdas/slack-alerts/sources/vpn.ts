/**
 * Site-to-Site VPN: AWS tells of its tunnels through AWS Health.
 * Source: https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-vpn-health-events.html
 */
import { consoleUrl } from "../places.ts";
import { healthWords } from "./health.ts";
import { encoded, entry, link, noticeOf } from "./parts.ts";
import { at, text } from "./read.ts";
import type { Source } from "./source.ts";

/** How AWS's types of events read. */
const titles: Readonly<Record<string, string>> = {
  AWS_VPN_REDUNDANCY_LOSS: "lost one of its tunnels for a moment",
  AWS_VPN_SINGLE_TUNNEL_NOTIFICATION: "has only one tunnel up",
};

/** A connection that runs on one tunnel is down at AWS's next work on that one. Its category alone would not say so. */
export const warningVpnEvents = ["AWS_VPN_SINGLE_TUNNEL_NOTIFICATION"] as const;

/** Events of AWS Health about VPN connections; asked before AWS Health. */
export const vpn: Source = {
  name: "vpn",
  matches: ({ event }) => event?.source === "aws.health" && text(event.detail.service)?.toUpperCase() === "VPN",
  understand: (envelope, about) => {
    const words = healthWords(envelope, about);
    const detail = envelope.event?.detail ?? {};
    const code = text(detail.eventTypeCode) ?? "";
    const connection = text(at(detail.affectedEntities, 0, "entityValue")) ?? envelope.event?.resources[0];
    const id = encoded(/vpn-[0-9a-f]+/.exec(connection ?? "")?.[0]);
    const said = entry(titles, code);
    const region = text(detail.eventRegion) ?? envelope.event?.region;
    return noticeOf("vpn", envelope, about, {
      ...words,
      severity: (warningVpnEvents as readonly string[]).includes(code) ? "warning" : words.severity,
      title: said === undefined ? words.title : `VPN ${connection ?? "connection"} ${said}`,
      links: [
        link(
          "VPN connection",
          id === undefined
            ? undefined
            : consoleUrl(region, "/vpcconsole/home", `VpnConnectionDetails:VpnConnectionId=${id}`),
        ),
        ...words.links,
      ],
    });
  },
};
