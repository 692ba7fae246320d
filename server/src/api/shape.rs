//! The shapes of bodies and answers, made from their types.

use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, SchemaType, Type};

use crate::limits::COMMAND_CHARS;

/// The shape of a body or an answer, with those it is made of.
#[derive(Clone)]
pub struct Shape {
    /// Its name among the shapes.
    pub name: String,
    pub(super) schema: RefOr<Schema>,
    pub(super) parts: Vec<(String, RefOr<Schema>)>,
}

impl std::fmt::Debug for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

impl Shape {
    /// The shape of a type.
    #[must_use]
    pub fn of<T: ToSchema>() -> Self {
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        Self { name: T::name().into_owned(), schema: T::schema(), parts }
    }

    /// The shape of a command: its fields and the command id.
    #[must_use]
    pub fn of_command<T: ToSchema>() -> Self {
        let mut shape = Self::of::<T>();
        if let RefOr::T(Schema::Object(object)) = &mut shape.schema {
            object.properties.insert("command".to_owned(), command_id().into());
            object.required.insert(0, "command".to_owned());
        }
        shape
    }

    /// A shape that is written here because its type knows nothing of the interface.
    #[must_use]
    pub fn written(name: &str, schema: Schema) -> Self {
        Self { name: name.to_owned(), schema: RefOr::T(schema), parts: Vec::new() }
    }

    /// What the type says of itself, in its first paragraph.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match &self.schema {
            RefOr::T(Schema::Object(Object { description: Some(words), .. })) => words.split("\n\n").next(),
            RefOr::T(_) | RefOr::Ref(_) => None,
        }
    }

    /// The names of the fields, with a `?` where one may be left out.
    #[must_use]
    pub fn fields(&self) -> Vec<String> {
        let RefOr::T(Schema::Object(object)) = &self.schema else { return Vec::new() };
        let field = |name: &String| {
            if object.required.contains(name) { name.clone() } else { format!("{name}?") }
        };
        object.properties.keys().map(field).collect()
    }
}

/// What an answer is.
#[derive(Debug, Clone)]
pub enum Answer {
    /// JSON of this shape.
    Json(Box<Shape>),
    /// A JSON list of this shape.
    JsonList(Box<Shape>),
    /// A file of this type.
    File(&'static str),
}

fn command_id() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .description(Some(
            "Chosen by the client at random; the same command sent twice has one effect and the same answer.",
        ))
        .min_length(Some(*COMMAND_CHARS.start()))
        .max_length(Some(*COMMAND_CHARS.end()))
        .pattern(Some("^[A-Za-z0-9_-]+$"))
        .build()
}
