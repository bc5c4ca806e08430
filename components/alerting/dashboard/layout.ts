/**
 * CloudWatch's dashboards as data: widgets in rows, each row under a heading.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */

/** Columns of CloudWatch's grid. */
const columns = 24;

/** Heights in CloudWatch's grid units. */
const heights = { heading: 1, graph: 6 } as const;

/** One line of a graph. */
export interface Line {
  readonly namespace: string;
  readonly metric: string;
  /** Names and values. Order does not matter. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** How datapoints of a period become one, for example "Sum" or "p95". */
  readonly statistic: string;
  /** Where the metric is, when that is another region than the graph's. Default: the graph's. */
  readonly region?: string;
  /** What the legend says. */
  readonly label: string;
  /** Draws it against the axis on the right, for another unit. Default: left. */
  readonly isRight?: boolean;
}

/** A graph. */
export interface Graph {
  readonly title: string;
  /** Region of its metrics. */
  readonly region: string;
  /** Seconds of one datapoint; a multiple of 60. Default: 60. */
  readonly periodSeconds?: number;
  readonly lines: readonly Line[];
  /** What the left axis counts, for example "per cent". Default: nothing is said. */
  readonly unit?: string;
}

/** Graphs that belong together. */
export interface Section {
  readonly title: string;
  readonly graphs: readonly Graph[];
}

/**
 * Lays sections out below each other, the graphs of one beside each other with equal widths, four at most in a row.
 *
 * @returns the body of the dashboard, ready for JSON
 */
export function layOut(sections: readonly Section[]): {
  readonly widgets: readonly Readonly<Record<string, unknown>>[];
} {
  let y = 0;
  const widgets = sections
    .filter(({ graphs }) => graphs.length > 0)
    .flatMap(({ title, graphs }) => {
      const heading = { type: "text", x: 0, y, width: columns, height: heights.heading };
      y += heights.heading;
      const placed = graphs.map((graph, index) => {
        const perRow = Math.min(graphs.length, 4);
        const row = Math.floor(index / perRow);
        const width = columns / perRow;
        return {
          type: "metric",
          x: (index % perRow) * width,
          y: y + row * heights.graph,
          width,
          height: heights.graph,
          properties: graphProperties(graph),
        };
      });
      y += Math.ceil(graphs.length / 4) * heights.graph;
      return [{ ...heading, properties: { markdown: `## ${title}`, background: "transparent" } }, ...placed];
    });
  return { widgets };
}

function graphProperties({ title, region, periodSeconds, lines, unit }: Graph): Readonly<Record<string, unknown>> {
  return {
    title,
    region,
    view: "timeSeries",
    stacked: false,
    period: periodSeconds ?? 60,
    yAxis: { left: { min: 0, ...(unit !== undefined && { label: unit, showUnits: false }) } },
    metrics: lines.map((line) => drawn(line, region)),
  };
}

/** A line as CloudWatch writes it: namespace, metric, dimensions, and how it is drawn. */
function drawn(line: Line, graphRegion: string): readonly unknown[] {
  const { namespace, metric, dimensions, statistic: stat, label, isRight, region = graphRegion } = line;
  const look = { stat, label, ...(isRight === true && { yAxis: "right" }), ...(region !== graphRegion && { region }) };
  return [namespace, metric, ...Object.entries(dimensions).flat(), look];
}
