//! The JSON of Presidio: the entities that its analyzer returns, and the samples of its evaluator.

use serde::{Deserialize, Serialize};

use super::{Annotated, Annotation, Error, category};
use crate::Category;

#[derive(Serialize, Deserialize)]
struct Entity {
    entity_type: String,
    #[serde(alias = "start_position")]
    start: usize,
    #[serde(alias = "end_position")]
    end: usize,
    #[serde(default = "certain", skip_deserializing)]
    score: f64,
}

#[derive(Deserialize)]
struct Sample {
    full_text: String,
    spans: Vec<Entity>,
}

fn certain() -> f64 {
    1.0
}

fn annotations(entities: Vec<Entity>) -> Vec<Annotation> {
    let annotation = |entity: Entity| Annotation {
        span: entity.start..entity.end,
        category: category(&entity.entity_type),
        kind: entity.entity_type.into(),
    };
    entities.into_iter().map(annotation).collect()
}

/// Reads the entities of a text: `[{"entity_type", "start", "end", "score"}]`.
pub fn read(text: &str, entities: &str) -> Result<Annotated, Error> {
    let entities: Vec<Entity> = serde_json::from_str(entities).map_err(|_| Error::Json)?;
    Annotated::new(text, annotations(entities))
}

/// Reads a sample of the evaluator: `{"full_text", "spans": [{"entity_type", "start_position", "end_position"}]}`.
pub fn read_sample(sample: &str) -> Result<Annotated, Error> {
    let sample: Sample = serde_json::from_str(sample).map_err(|_| Error::Json)?;
    Annotated::new(&sample.full_text, annotations(sample.spans))
}

/// Writes the entities of a text by Presidio's types.
pub fn write(annotated: &Annotated) -> String {
    let entity = |annotation: &Annotation| Entity {
        entity_type: match annotation.category {
            Category::Name => "PERSON",
            Category::Date => "DATE_TIME",
            Category::Location => "LOCATION",
            Category::Id => "ID",
            Category::Contact => "CONTACT",
            Category::Age => "AGE",
            Category::Other => "OTHER",
        }
        .to_owned(),
        start: annotation.span.start,
        end: annotation.span.end,
        score: 1.0,
    };
    let entities: Vec<Entity> = annotated.annotations().iter().map(entity).collect();
    // Strings and numbers always are JSON.
    serde_json::to_string(&entities).unwrap_or_default()
}
