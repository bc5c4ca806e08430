/** What CloudWatch takes for the body of a dashboard (CloudWatch API Reference, "Dashboard Body Structure and Syntax"). */
import type { Properties } from "../../row.ts";

/** Most widgets of a dashboard, and most metrics of a widget and of a dashboard (CloudWatch quotas, Dashboards). */
const limits = { widgets: 500, widgetMetrics: 500, metrics: 2500, alarms: 100 };

/** Columns of the grid, and rows of the highest widget. */
const grid = { columns: 24, rows: 1000 };

const isRegion = (value: unknown) => typeof value === "string" && /^[a-z]{2}(-[a-z]+)+-\d$/.test(value);
const isWhole = (value: unknown, from: number, to: number) =>
  Number.isInteger(value) && Number(value) >= from && Number(value) <= to;

function placeProblem(widget: Properties): string | undefined {
  const ranges: readonly [name: string, from: number, to: number][] = [
    ["x", 0, grid.columns - 1],
    ["y", 0, Number.MAX_SAFE_INTEGER],
    ["width", 1, grid.columns],
    ["height", 1, grid.rows],
  ];
  const wrong = ranges.find(([name, from, to]) => widget[name] !== undefined && !isWhole(widget[name], from, to));
  if (wrong) {
    const allowed = wrong[0] === "y" ? "0 or more" : `${wrong[1]} to ${wrong[2]}`;
    return `its ${wrong[0]} is ${widget[wrong[0]]}: allowed are whole numbers, ${allowed}`;
  }
  if ((widget.x === undefined) !== (widget.y === undefined)) return "it has one of x and y: give both or none";
  const right = (widget.x ?? 0) + (widget.width ?? 6);
  return right > grid.columns ? `it reaches to column ${right}: the grid has ${grid.columns}` : undefined;
}

/** One line of a graph: namespace, metric, names and values of dimensions, and options at the end; or an expression. */
function lineProblem(line: unknown): string | undefined {
  if (!Array.isArray(line) || line.length === 0) return `its metric ${JSON.stringify(line)} is no list`;
  const options = line.at(-1);
  const hasOptions = options !== null && typeof options === "object";
  const words = hasOptions ? line.slice(0, -1) : line;
  const told = JSON.stringify(line).slice(0, 80);
  if (hasOptions && options.region !== undefined && !isRegion(options.region))
    return `its metric ${told} has the region ${options.region}`;
  if (words.length === 0)
    return options.expression === undefined ? `its metric ${told} has neither a name nor an expression` : undefined;
  if (!words.every((word) => typeof word === "string")) return `its metric ${told} has a part that is no text`;
  return words.length >= 2 && words.length % 2 === 0
    ? undefined
    : `its metric ${told} needs namespace and name, then names and values of dimensions`;
}

function metricProblem({ metrics, annotations, region }: Properties): string | undefined {
  if (!isRegion(region)) return `its region is ${region ?? "not given"}: give an AWS Region`;
  const alarms = annotations?.alarms;
  if (metrics === undefined && alarms === undefined) return "it has neither metrics nor annotations.alarms";
  if (alarms !== undefined && (!Array.isArray(alarms) || alarms.length !== 1))
    return "its annotations.alarms must name one alarm";
  if (metrics === undefined) return undefined;
  if (!Array.isArray(metrics)) return "its metrics are no list";
  if (metrics.length > limits.widgetMetrics)
    return `it has ${metrics.length} metrics: AWS takes at most ${limits.widgetMetrics}`;
  return metrics.map(lineProblem).find((problem) => problem !== undefined);
}

function alarmsProblem({ alarms }: Properties): string | undefined {
  if (!Array.isArray(alarms) || alarms.length < 1 || alarms.length > limits.alarms) {
    return `it has ${Array.isArray(alarms) ? alarms.length : "no list of"} alarms: give the ARNs of 1 to ${limits.alarms}`;
  }
  const wrong = alarms.find((arn) => !/^arn:aws[\w-]*:cloudwatch:[\w-]+:\d{12}:alarm:.+$/.test(String(arn)));
  return wrong && `its alarm ${wrong} is no ARN of an alarm`;
}

/** The problem of each type's properties. */
const types: Readonly<Record<string, (properties: Properties) => string | undefined>> = {
  alarm: alarmsProblem,
  custom: ({ endpoint }) => (typeof endpoint === "string" ? undefined : "it has no endpoint"),
  explorer: ({ metrics }) => (Array.isArray(metrics) ? undefined : "it has no metrics"),
  log: ({ query, region }) => (typeof query === "string" && isRegion(region) ? undefined : "it needs query and region"),
  metric: metricProblem,
  text: ({ markdown }) => (typeof markdown === "string" ? undefined : "it has no markdown"),
};

function widgetProblem(widget: Properties | null): string | undefined {
  const check = types[String(widget?.type)];
  if (!widget || !check) return `its type is ${widget?.type}: give ${Object.keys(types).join(", ")}`;
  if (widget.properties === null || typeof widget.properties !== "object") return "it has no properties";
  return placeProblem(widget) ?? check(widget.properties);
}

/**
 * Why CloudWatch would refuse a dashboard's body, or show an error in it, in one sentence; undefined when it is good.
 * @param text JSON text.
 */
export function bodyProblem(text: string): string | undefined {
  let body: Properties;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return `it is not valid JSON (${(error as Error).message})`;
  }
  const widgets = body?.widgets;
  if (!Array.isArray(widgets)) return 'it has no list "widgets"';
  if (widgets.length > limits.widgets) return `it has ${widgets.length} widgets: AWS takes at most ${limits.widgets}`;
  for (const [index, widget] of widgets.entries()) {
    const problem = widgetProblem(widget);
    if (problem) return `widget ${index + 1} (${widget?.properties?.title ?? widget?.type ?? "no title"}): ${problem}`;
  }
  const total = widgets.flatMap(({ properties }) => properties.metrics ?? []).length;
  return total > limits.metrics ? `it has ${total} metrics: AWS takes at most ${limits.metrics}` : undefined;
}
