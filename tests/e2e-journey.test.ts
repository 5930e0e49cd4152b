import { journey } from "./support/journey.ts";
import { inShapes } from "./support/shapes.ts";

inShapes(journey);
