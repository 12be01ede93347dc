export { censusWorld, mailWorld, townsWorld, voterWorld, type World, WORLDS } from "./lib/population/worlds.ts";
