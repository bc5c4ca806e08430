/** Rows of AWS Config. */
import type { Row } from "../../row.ts";
import { deliveryChannel } from "./delivery-channel.ts";
import { recorder, recorderStatus } from "./recorder.ts";

/** All rows of Config. */
export const rows: readonly Row[] = [recorder, deliveryChannel, recorderStatus];
