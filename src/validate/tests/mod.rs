mod world;
mod money;
mod conditions;
mod findings;
mod council;
mod formulas;
mod taken;
mod fractions;
