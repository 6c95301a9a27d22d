mod world;
mod conditions;
mod findings;
mod council;
mod formulas;
mod fractions;
