/** Our own small pictures of services: strokes in a square of 24, and the colour of their family. */

/** Families have a colour each, near to what readers of AWS diagrams are used to. */
export type Family = "compute" | "network" | "data" | "storage" | "security" | "messages" | "people";

interface Icon {
  readonly family: Family;
  /** An SVG path in a square of 24 × 24, drawn as a stroke. */
  readonly path: string;
}

const circle = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

/** All pictures by name. */
export const icons = {
  people: { family: "people", path: `${circle(12, 8, 3.5)}M5 20c0-4 3-6.500 7-6.500s7 2.500 7 6.500` },
  chat: { family: "people", path: "M4 5h16v11h-9l-4 4v-4h-3zM8 9h8M8 12h5" },
  envelope: { family: "people", path: "M4 6h16v12h-16zM4 7l8 6l8 -6" },
  globe: { family: "network", path: `${circle(12, 12, 8)}M4 12h16M12 4c-5 5-5 11 0 16M12 4c5 5 5 11 0 16` },
  dns: { family: "network", path: "M12 3l7 3v5c0 5-3 8-7 10c-4-2-7-5-7-10v-5zM9.500 10l3-2v8" },
  balancer: {
    family: "network",
    path: `${circle(6, 12, 2.5)}${circle(18, 5.5, 2)}${circle(18, 12, 2)}${circle(18, 18.5, 2)}M8.500 12h7.500M8 10.500l8.200-4.300M8 13.500l8.200 4.300`,
  },
  gateway: { family: "network", path: "M4 5h16v14h-16zM8 12h8M13 9l3 3l-3 3" },
  endpoint: { family: "network", path: `${circle(12, 12, 3)}M3 12h6M15 12h6M12 3v6M12 15v6` },
  server: { family: "compute", path: "M5 4h14v6h-14zM5 14h14v6h-14zM8 7h1M8 17h1M12 7h4M12 17h4" },
  bastion: { family: "compute", path: "M4 5h16v14h-16zM7 9l3 3l-3 3M12 15h5" },
  function: { family: "compute", path: "M6 4h4l8 16h-4l-4-8.500l-4 8.500h-3l5.500-12l-1-1.500h-1.500z" },
  images: { family: "compute", path: "M4 8l8-4l8 4v8l-8 4l-8-4zM4 8l8 4l8-4M12 12v8" },
  database: { family: "data", path: "M5 6c0-3 14-3 14 0v12c0 3-14 3-14 0zM5 6c0 3 14 3 14 0M5 12c0 3 14 3 14 0" },
  table: { family: "data", path: "M4 5h16v14h-16zM4 9.500h16M4 14h16M10 5v14" },
  bucket: { family: "storage", path: "M5 6h14l-2 14h-10zM5 6c2-3 12-3 14 0" },
  files: { family: "storage", path: "M4 6h6l2 2.500h8v10.500h-16zM8 13h8M8 16h5" },
  vault: { family: "storage", path: `M4 5h16v14h-16z${circle(12, 12, 3.5)}M12 8.500v7M8.500 12h7` },
  shield: {
    family: "security",
    path: "M12 3l8 3v5c0 5-4 8.500-8 10c-4-1.500-8-5-8-10v-5zM8.500 12l2.500 2.500l4.500-5",
  },
  certificate: {
    family: "security",
    path: `M4 4h16v12h-5M9 16h-5v-12M8 8h8${circle(12, 14, 2.5)}M10.500 16.200v5l1.500-1.200l1.500 1.200v-5`,
  },
  key: { family: "security", path: `${circle(8, 12, 3.5)}M11.500 12h9v3M17 12v2.500` },
  lock: { family: "security", path: "M6 11h12v9h-12zM8.500 11v-3c0-5 7-5 7 0v3M12 14.500v2" },
  eye: { family: "security", path: `M3 12c5-7.500 13-7.500 18 0c-5 7.500-13 7.500-18 0z${circle(12, 12, 2.5)}` },
  person: { family: "security", path: `M4 5h16v14h-16z${circle(9, 10.5, 2)}M6 16c0-4 6-4 6 0M14.500 10h3M14.500 13h3` },
  alarm: { family: "messages", path: `${circle(12, 13, 7)}M12 9v4l3 2M5 5l3-2M19 5l-3-2` },
  event: {
    family: "messages",
    path: `${circle(6, 12, 2.5)}${circle(18, 6, 2.5)}${circle(18, 18, 2.5)}M8.300 11l7.400-4M8.300 13l7.400 4`,
  },
  schedule: { family: "messages", path: "M4 6h16v14h-16zM4 10.500h16M8 3.500v4M16 3.500v4M12 13v3h3" },
  topic: { family: "messages", path: "M5 10v4h3l8 5v-14l-8 5zM19 9c1.500 1.500 1.500 4.500 0 6" },
  queue: { family: "messages", path: "M3 7h5v10h-5zM9.500 7h5v10h-5zM16 7h5v10h-5z" },
  dead: { family: "messages", path: "M4 6h16v12h-16zM9 9.500l6 5M15 9.500l-6 5" },
  mail: { family: "messages", path: "M4 6h16v12h-16zM4 7l8 6l8 -6" },
  chart: { family: "messages", path: "M4 4v16h16M8 16v-5M12 16v-9M16 16v-3" },
  log: { family: "messages", path: "M6 3h9l4 4v14h-13zM9 11h7M9 14h7M9 17h4" },
  money: { family: "messages", path: `${circle(12, 12, 8)}M15 9c-2-2-6-1-6 1c0 3 6 1 6 4c0 2-4 3-6 1M12 6v12` },
} as const satisfies Readonly<Record<string, Icon>>;

/** Name of a picture. */
export type IconName = keyof typeof icons;
