//! The description of the interface (OpenAPI 3.1), made from the registry.
//!
//! Served at `/api/openapi.json`; the same text is `docs/openapi.json`, from which the client's types are made.

use std::collections::BTreeMap;

use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Paths, Ref,
    RefOr, Required, ResponseBuilder,
};

use super::entry::Entry;
use super::shape::Answer;

/// Name of the way to sign in: the token of a person.
const TOKEN_SCHEME: &str = "token";

/// The whole description.
#[must_use]
pub fn openapi(all: &[Entry]) -> OpenApi {
    let mut shapes = BTreeMap::new();
    let mut paths = Paths::new();
    for entry in all {
        for shape in entry.shapes() {
            let whole = [(shape.name.clone(), shape.schema.clone())];
            for (name, schema) in shape.parts.iter().cloned().chain(whole) {
                let known = shapes.insert(name.clone(), schema.clone());
                debug_assert!(known.is_none_or(|known| known == schema), "two types are called {name}");
            }
        }
        let method = match entry.method {
            "GET" => HttpMethod::Get,
            "DELETE" => HttpMethod::Delete,
            _ => HttpMethod::Post,
        };
        let item = PathItem::new(method, operation(entry));
        match paths.paths.get_mut(&entry.path) {
            Some(known) => known.merge_operations(item),
            None => drop(paths.paths.insert(entry.path.clone(), item)),
        }
    }
    shapes.insert("Refusal".to_owned(), refusal());
    let mut components = ComponentsBuilder::new();
    for (name, schema) in shapes {
        components = components.schema(name, schema);
    }
    let token = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Pairway")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "Questions and commands of a workshop; its documents travel over the sockets.",
                ))
                .license(Some(LicenseBuilder::new().name("Apache-2.0").build())),
        )
        .paths(paths)
        .components(Some(components.security_scheme(TOKEN_SCHEME, token).build()))
        .build()
}

fn operation(entry: &Entry) -> OperationBuilder {
    let mut operation = OperationBuilder::new()
        .operation_id(Some(entry.name))
        .summary(Some(entry.words().replace('\n', " ")))
        .response(
            "default",
            ResponseBuilder::new().description("Refused").content(
                "application/json",
                ContentBuilder::new().schema(Some(Ref::from_schema_name("Refusal"))).build(),
            ),
        );
    if let Some(right) = entry.right {
        operation = operation
            .description(Some(format!("Who may: see \"{}\" in ROLES.md.", right.label())))
            .security(SecurityRequirement::new(TOKEN_SCHEME, Vec::<String>::new()));
    }
    for name in entry.parameters() {
        operation = operation.parameter(
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .schema(Some(ObjectBuilder::new().schema_type(SchemaType::new(Type::String)))),
        );
    }
    if let Some(name) = entry.query {
        operation = operation.parameter(
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Query)
                .schema(Some(ObjectBuilder::new().schema_type(SchemaType::new(Type::Integer)))),
        );
    }
    if let Some(body) = &entry.body {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(&body.name))).build();
        operation = operation.request_body(Some(
            RequestBodyBuilder::new()
                .content("application/json", content)
                .required(Some(Required::True))
                .build(),
        ));
    }
    let response = ResponseBuilder::new().description("Done");
    operation.response(
        "200",
        match &entry.answer {
            Answer::Json(shape) => response.content(
                "application/json",
                ContentBuilder::new().schema(Some(Ref::from_schema_name(&shape.name))).build(),
            ),
            Answer::JsonList(shape) => response.content(
                "application/json",
                ContentBuilder::new()
                    .schema(Some(ArrayBuilder::new().items(Ref::from_schema_name(&shape.name)).build()))
                    .build(),
            ),
            Answer::File(kind) => response.content(*kind, ContentBuilder::new().build()),
        },
    )
}

/// What every refusal looks like.
fn refusal() -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
    let error = ObjectBuilder::new()
        .property("code", text().description(Some("A stable word for programs.")))
        .property("message", text().description(Some("Plain words for people.")))
        .property("now", ObjectBuilder::new().description(Some("With `changed`: what is so now.")))
        .required("code")
        .required("message");
    ObjectBuilder::new().property("error", error).required("error").into()
}

/// The description as it is served and kept in the documentation.
#[must_use]
pub fn openapi_json(all: &[Entry]) -> String {
    let mut json = openapi(all).to_pretty_json().unwrap_or_default();
    json.push('\n');
    json
}
