//! Headers every answer carries, origins, metrics, health.

use axum::body::Body;
use axum::http::{Method, Request, header};

use super::support::{TestServer, new_workshop};
use crate::config::{METRICS_LISTEN_DEFAULT, Metrics};
use crate::serve;

#[tokio::test]
async fn http_8_pages_calls_and_refusals_carry_the_security_headers() {
    let server = TestServer::start().await;
    for path in ["/", "/join", "/api/config", "/api/nothing", "/assets/none.js", "/health/live"] {
        let answer = server.look(path).await;
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        for rule in [
            "default-src 'none'",
            "script-src 'self';",
            "style-src 'self';",
            "img-src 'self' data:;",
            "connect-src 'self' ws://localhost:8080 wss://localhost:8080;",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.headers[name], value, "{path}");
        }
        assert_eq!(answer.headers["x-request-id"].len(), 26, "{path}");
    }
    assert_eq!(server.look("/api/config").await.headers[header::CACHE_CONTROL], "no-store");
    server.running.stop().await;
}

#[tokio::test]
async fn http_5_a_page_of_another_origin_changes_nothing_and_opens_no_socket() {
    let server = TestServer::start().await;
    let ask = async |method: Method, origin: &str, upgrade: bool| {
        let mut request = Request::builder()
            .method(method)
            .uri("/api/workshops")
            .header(header::ORIGIN, origin)
            .header(header::CONTENT_TYPE, "application/json");
        if upgrade {
            request = request.header(header::UPGRADE, "websocket");
        }
        server.send(request.body(Body::from(new_workshop().to_string())).unwrap()).await
    };
    ask(Method::POST, "https://evil.example", false).await.refused(403, "other_origin");
    ask(Method::GET, "https://evil.example", true).await.refused(403, "other_origin");
    ask(Method::POST, "http://localhost:8080", false).await.ok();
    server.running.stop().await;
}

/// Whether the proxy takes the path away or leaves it.
#[tokio::test]
async fn conf_5_below_a_path_pages_calls_and_links_are_served_with_it_and_without() {
    let server = TestServer::start_with(|settings| {
        settings.public_url = Some("http://localhost/care/map/".to_owned());
    })
    .await;
    let made = server.post("/care/map/api/workshops", new_workshop()).await.ok();
    let link = made["facilitatorLink"].as_str().unwrap();
    assert!(link.starts_with("http://localhost/care/map/join#"), "{link}");
    for below in ["/care/map", ""] {
        for page in ["/", "/join", "/start", "/w/abc"] {
            let page = server.look(&format!("{below}{page}")).await;
            assert_eq!(page.status, 200);
            assert!(page.headers["content-type"].to_str().unwrap().starts_with("text/html"));
        }
        server.look(&format!("{below}/api/config")).await.ok();
        let health = server.look(&format!("{below}/health/live?x=1")).await;
        assert_eq!(health.status, 200);
        let none = server.look(&format!("{below}/api/none")).await;
        none.refused(404, "not_found");
        let look = serde_json::json!({ "secret": link.split_once('#').unwrap().1 });
        server.post(&format!("{below}/api/invites/look"), look).await.ok();
    }
    assert_eq!(server.look("/care/map").await.status, 200);
    for elsewhere in ["/care/mapping", "/care", "/other/api/config"] {
        assert_eq!(server.look(elsewhere).await.status, 404, "{elsewhere}");
    }
    server.running.stop().await;
}

#[tokio::test]
async fn http_10_health_says_whether_the_store_answers() {
    let server = TestServer::start().await;
    assert_eq!(server.look("/health/live").await.status, 200);
    assert_eq!(server.look("/health/ready").await.status, 200);
    server.app().store.close().await.unwrap();
    assert_eq!(server.look("/health/live").await.status, 200);
    assert_eq!(server.look("/health/ready").await.status, 503);
    server.post("/api/workshops", new_workshop()).await.refused(503, "unavailable");
    server.running.stop().await;
}

#[tokio::test]
async fn http_11_metrics_are_on_a_second_port_by_route_and_a_taken_default_port_is_no_obstacle() {
    // Whoever has the default port, this test or another server: the second to ask goes on without it.
    let taken = tokio::net::TcpListener::bind(METRICS_LISTEN_DEFAULT).await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = super::support::settings(&folder).resolve().unwrap();
    config.metrics = Metrics::IfFree(METRICS_LISTEN_DEFAULT);
    let running = serve::start(config).await.unwrap();
    assert_eq!(running.metrics_address, None);
    running.stop().await;
    drop(taken);

    let server =
        TestServer::start_with(|settings| settings.metrics_listen = Some("127.0.0.1:0".to_owned())).await;
    let made = server.make_workshop().await;
    let person = server.join(&made, "carer", "Mair Unmistakable").await;
    server.get(&made.path("/roster"), person.token()).await.ok();
    let address = server.running.metrics_address.unwrap();
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let mut text = String::new();
    {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
        stream.read_to_string(&mut text).await.unwrap();
    }
    assert!(text.contains(
        "pairway_http_requests_total{route=\"/api/workshops/{w}/roster\",method=\"GET\",status=\"200\"}"
    ));
    assert!(!text.contains(made.id()) && !text.contains(person.id()) && !text.contains("Unmistakable"));
    server.running.stop().await;
}

#[tokio::test]
async fn store_20_a_second_server_on_the_same_data_is_refused_and_a_stopped_one_frees_it() {
    let server = TestServer::start().await;
    let settings = super::support::settings(&server.folder);
    let refused = serve::start(settings.resolve().unwrap()).await.unwrap_err();
    assert!(refused.to_string().contains("another pairway process"), "{refused}");
    let made = server.make_workshop().await;
    let person = server.join(&made, "carer", "Cai").await;
    let token = person.token().to_owned();
    let server = server.restart().await;
    server.get(&made.path("/roster"), &token).await.ok();
    server.running.stop().await;
}
