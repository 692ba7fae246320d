//! What the server's own description (OpenAPI 3.1) says of a call: values that fit it, values that nearly do, and whether an
//! answer is as described.
//!
//! Knows only the few words of JSON Schema that the description uses. Knows nothing of what a call means.

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};

/// The description, and the ids and secrets that a story has seen, by the name of the field they belong into.
#[derive(Debug)]
pub struct Described {
    description: Value,
}

/// One call of the description.
#[derive(Debug, Clone)]
pub struct DescribedCall {
    /// `GET`, `POST` or `DELETE`.
    pub method: String,
    /// With the names of what is to be filled in: `/api/workshops/{w}`.
    pub path: String,
    /// The schema of the body.
    pub body: Option<Value>,
    /// The schema of the answer to a success; `None` when it is no JSON.
    pub answer: Option<Value>,
}

/// Chooses the words for a field that the schema leaves open.
pub trait Words {
    /// A text for the field of this name; `None` when anything will do.
    fn word(&self, name: &str, random: &mut StdRng) -> Option<String>;
}

/// What chooses where a schema leaves a choice.
#[derive(Debug)]
pub struct Chooser<'a, W> {
    /// The words of fields.
    pub words: &'a W,
    /// Everything else.
    pub random: &'a mut StdRng,
}

impl Described {
    /// Reads a description.
    #[must_use]
    pub fn new(description: Value) -> Self {
        Self { description }
    }

    /// All calls, in the order of the description.
    #[must_use]
    pub fn calls(&self) -> Vec<DescribedCall> {
        let mut calls = Vec::new();
        for (path, methods) in self.description["paths"].as_object().into_iter().flatten() {
            for (method, call) in methods.as_object().into_iter().flatten() {
                let schema = |content: &Value| content.get("application/json")?.get("schema").cloned();
                calls.push(DescribedCall {
                    method: method.to_uppercase(),
                    path: path.clone(),
                    body: schema(&call["requestBody"]["content"]),
                    answer: schema(&call["responses"]["200"]["content"]),
                });
            }
        }
        calls
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> (&'a Value, Option<&'a str>) {
        let Some(name) = schema["$ref"].as_str().and_then(|at| at.rsplit('/').next()) else {
            return (schema, None);
        };
        (&self.description["components"]["schemas"][name], Some(name))
    }

    /// A value that fits a schema.
    pub fn value(&self, schema: &Value, named: &str, choose: &mut Chooser<'_, impl Words>) -> Value {
        let (schema, reference) = self.resolve(schema);
        let named = reference.filter(|name| name.ends_with("Id")).unwrap_or(named);
        if let Some(choices) = schema["oneOf"].as_array().or(schema["enum"].as_array()) {
            let Some(choice) = choices.choose(choose.random) else { return Value::Null };
            return if schema["oneOf"].is_array() {
                self.value(choice, named, choose)
            } else {
                choice.clone()
            };
        }
        let types: Vec<&str> = match &schema["type"] {
            Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        };
        match types.choose(choose.random).copied() {
            Some("object") => {
                let required: Vec<&str> =
                    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                let mut made = Map::new();
                for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
                    if required.contains(&name.as_str()) || choose.random.random_bool(0.6) {
                        made.insert(name.clone(), self.value(schema, name, choose));
                    }
                }
                Value::Object(made)
            }
            Some("array") => {
                let many = choose.random.random_range(0..4);
                (0..many).map(|_| self.value(&schema["items"], named, choose)).collect()
            }
            Some("string") => {
                choose.words.word(named, choose.random).unwrap_or_else(|| odd_text(choose.random)).into()
            }
            Some("integer" | "number") => odd_number(choose.random),
            Some("boolean") => choose.random.random_bool(0.5).into(),
            _ => Value::Null,
        }
    }

    /// Why a value is not as a schema says.
    ///
    /// # Errors
    /// The place in the value and what is wrong there.
    pub fn check(&self, value: &Value, schema: &Value) -> Result<(), String> {
        self.check_at(value, schema, "$")
    }

    fn check_at(&self, value: &Value, schema: &Value, at: &str) -> Result<(), String> {
        let (schema, _) = self.resolve(schema);
        let inside = |schema: &Value| self.check_at(value, schema, at);
        if let Some(all) = schema["allOf"].as_array() {
            all.iter().try_for_each(inside)?;
        }
        if let Some(one) = schema["oneOf"].as_array()
            && !one.iter().any(|schema| inside(schema).is_ok())
            // What opens the workshop is spread into the answer, or absent.
            && !one.iter().any(|schema| schema["type"] == "null")
        {
            return Err(format!("{at}: {value} is none of the choices"));
        }
        if let Some(choices) = schema["enum"].as_array()
            && !choices.contains(value)
        {
            return Err(format!("{at}: {value} is not one of {choices:?}"));
        }
        let is = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let fits = match &schema["type"] {
            Value::Array(types) => types.iter().any(|one| one == is),
            Value::String(one) => one == is || (one == "number" && is == "integer"),
            _ => true,
        };
        if !fits {
            return Err(format!("{at}: {value} is no {}", schema["type"]));
        }
        if let Value::Array(items) = value {
            let check = |item: &Value| self.check_at(item, &schema["items"], &format!("{at}[]"));
            return items.iter().try_for_each(check);
        }
        let Value::Object(fields) = value else { return Ok(()) };
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                return Err(format!("{at}: {name} is missing"));
            }
        }
        for (name, value) in fields {
            let Some(schema) = schema["properties"].get(name) else { continue };
            self.check_at(value, schema, &format!("{at}.{name}"))?;
        }
        Ok(())
    }
}

/// Texts at the edges of what a field may hold.
pub fn odd_text(random: &mut StdRng) -> String {
    let texts = [
        "",
        " ",
        "Jo",
        "A longer name, as people write it",
        "__proto__",
        "constructor",
        "null",
        "\u{0}",
        "\u{202e}",
        "é",
        "e\u{301}",
        "👩\u{200d}⚕\u{fe0f}",
        "<script>alert(1)</script>",
        "=1+1",
        "../../etc",
        "%00",
        "2026-12-24",
        "9999-99-99",
        "-1",
        "\n\n\n",
        "a\tb",
    ];
    match random.random_range(0..10) {
        0 => "x".repeat(random.random_range(1..20_000)),
        1 => "🙂".repeat(random.random_range(1..400)),
        _ => (*texts.choose(random).unwrap_or(&"")).to_owned(),
    }
}

fn odd_number(random: &mut StdRng) -> Value {
    let numbers = [
        json!(0),
        json!(1),
        json!(-1),
        json!(2.5),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e300),
        json!(4_294_967_296_u64),
    ];
    numbers.choose(random).cloned().unwrap_or_default()
}

/// Any small JSON value.
pub fn odd_value(random: &mut StdRng) -> Value {
    match random.random_range(0..8) {
        0 => Value::Null,
        1 => random.random_bool(0.5).into(),
        2 => odd_number(random),
        3 => json!([]),
        4 => json!({ "__proto__": { "role": "facilitator" } }),
        5 => (0..60).fold(json!({}), |inner, _| json!([inner])),
        _ => odd_text(random).into(),
    }
}
