/** What all rows of AWS Config share. */
import type { Call, Facts, Known, Properties, World } from "../../row.ts";

/** Type token of configuration recorders. */
export const recorderType = "aws:cfg/recorder:Recorder";
/** Type token of delivery channels. */
export const deliveryChannelType = "aws:cfg/deliveryChannel:DeliveryChannel";

/** Why rows of Config are recorded. */
export const cannotDelete = "MiniStack 1.5.33 has neither DeleteConfigurationRecorder nor DeleteDeliveryChannel";

/** One call of AWS Config. */
export const config = (operation: string, parameters: Properties): Call => ({
  service: "config",
  operation,
  parameters,
});

/** The resources of a type in the region of `facts`. */
export function inRegion(type: string, world: World, facts: Facts): readonly Known[] {
  return world.all(type).filter((known) => (known.properties.region ?? facts.region) === facts.region);
}
