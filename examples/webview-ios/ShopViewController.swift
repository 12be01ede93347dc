import UIKit
import WebKit

/// A screen of the app that shows the shop's pages, and shares with them what the app knows.
final class ShopViewController: UIViewController {
    private static let shop = URL(string: "https://shop.example")!
    private var bridge: SedgeBridge?
    private var webView: WKWebView?
    /// The decision made in the app's settings or on a page; nil until there is one. Keep it where the app keeps its settings.
    private var consent: [String: Bool]?
    /// Who has signed in to the app. In memory, as on the page.
    private var identifiers: [String: String] = [:]
    /// What happened on native screens and no page has seen.
    private var events: [SedgeBridge.Message] = []

    override func viewDidLoad() {
        super.viewDidLoad()
        let bridge = SedgeBridge(origin: Self.shop) { [weak self] in self?.hear($0) }
        let configuration = WKWebViewConfiguration()
        do {
            try bridge.install(in: configuration)
        } catch {
            // Without the script the pages work by themselves, as on the web.
            assertionFailure("sedge-host.js is not among the app's resources: \(error)")
        }
        let webView = WKWebView(frame: view.bounds, configuration: configuration)
        webView.autoresizingMask = [.flexibleWidth, .flexibleHeight]
        view.addSubview(webView)
        bridge.attach(to: webView)
        self.bridge = bridge
        self.webView = webView
        webView.load(URLRequest(url: Self.shop))
    }

    /// The visitor decides in the app's settings.
    func decide(_ choice: [String: Bool]) {
        consent = choice
        bridge?.send(["type": "consent", "consent": choice])
    }

    func signIn(email: String) {
        identifiers = ["email": email]
        bridge?.send(["type": "identity", "identifiers": identifiers])
    }

    func signOut() {
        identifiers = [:]
        bridge?.send(["type": "reset"])
    }

    /// A native product screen was seen for some seconds.
    func sawProduct(item: String, category: String, price: Double, from start: Date, seconds: Double) {
        let at = start.timeIntervalSince1970 * 1_000
        tell(["name": "screen", "at": at, "kind": "product", "item": item, "category": category, "price": price,
              "seconds": seconds])
    }

    func putIntoCart(item: String, category: String, price: Double) {
        let at = Date().timeIntervalSince1970 * 1_000
        tell(["name": "cart-add", "at": at, "item": item, "category": category, "price": price])
    }

    private func tell(_ event: SedgeBridge.Message) {
        // Told again until a page has answered; the same time makes it count once.
        events = Array((events + [event]).suffix(200))
        bridge?.send(["type": "session", "events": events])
    }

    private func hear(_ message: SedgeBridge.Message) {
        switch message["type"] as? String {
        case "ready":
            bridge?.send(["type": "hello", "consent": consent ?? NSNull()])
            if !identifiers.isEmpty { bridge?.send(["type": "identity", "identifiers": identifiers]) }
            if !events.isEmpty { bridge?.send(["type": "session", "events": events]) }
        case "consent":
            guard let state = message["consent"] as? SedgeBridge.Message, state["decided"] as? Bool == true,
                let purposes = state["purposes"] as? [String] else { return }
            consent = Dictionary(uniqueKeysWithValues: ["classify", "link", "learn"].map { ($0, purposes.contains($0)) })
        case "session":
            guard let until = message["until"] as? Double else { return }
            events.removeAll { ($0["at"] as? Double ?? 0) <= until }
        case "withdrawn":
            identifiers = [:]
            events = []
        case "cluster":
            personalise((message["cluster"] as? SedgeBridge.Message)?["clusterId"] as? String)
        default:
            break
        }
    }

    /// Native screens are personalised with the page's cluster.
    private func personalise(_ clusterId: String?) {
        title = clusterId.map { "For cluster \($0)" }
    }
}
