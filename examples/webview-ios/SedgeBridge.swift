import Foundation
import WebKit

/// The native end of Sedge's bridge (docs/webviews.md): shares consent, identity and session with the Sedge of the pages of one
/// origin, in one webview. Nothing that it hears may be sent on: it is the device's.
final class SedgeBridge: NSObject, WKScriptMessageHandler {
    /// What the page says: its `type`, and what belongs to it.
    typealias Message = [String: Any]

    static let version = 1
    /// Longest message that is read: twenty ledger entries of 25 KB.
    private static let maxMessageCharacters = 1_000_000

    private let origin: URL
    private let nonce: String
    private let seen: (Message) -> Void
    private weak var webView: WKWebView?

    /// - Parameters:
    ///   - origin: scheme, host and port of the pages that are trusted, such as `https://shop.example`.
    ///   - seen: is called on the main thread with each message of the page.
    init(origin: URL, seen: @escaping (Message) -> Void) {
        self.origin = origin
        self.seen = seen
        var bytes = [UInt8](repeating: 0, count: 24)
        precondition(SecRandomCopyBytes(kSecRandomDefault, bytes.count, &bytes) == errSecSuccess)
        nonce = Data(bytes).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
    }

    /// Adds the bridge to a configuration; call it before the webview is made with it.
    func install(in configuration: WKWebViewConfiguration) throws {
        let contents = configuration.userContentController
        contents.add(WeakHandler(self), contentWorld: .page, name: "sedge")
        guard let file = Bundle.main.url(forResource: "sedge-host", withExtension: "js") else {
            throw CocoaError(.fileNoSuchFile)
        }
        let source = try String(contentsOf: file, encoding: .utf8)
            .replacingOccurrences(of: "%NONCE%", with: nonce)
            .replacingOccurrences(of: "%ORIGINS%", with: origin.absoluteString)
        contents.addUserScript(
            WKUserScript(source: source, injectionTime: .atDocumentStart, forMainFrameOnly: true, in: .page)
        )
    }

    func attach(to webView: WKWebView) {
        self.webView = webView
    }

    /// Says something to the page that is open; nothing where the page is of another origin.
    func send(_ message: Message) {
        guard let webView, let address = webView.url, isTrusted(scheme: address.scheme, host: address.host, port: address.port)
        else { return }
        var whole = message
        whole["sedge"] = Self.version
        whole["nonce"] = nonce
        guard let data = try? JSONSerialization.data(withJSONObject: whole) else { return }
        let text = String(decoding: data, as: UTF8.self)
        // As an argument, not as part of the script: nothing of a message is ever run.
        webView.callAsyncJavaScript(
            "window.sedgeHost?.receive(text)", arguments: ["text": text], in: nil, in: .page, completionHandler: nil
        )
    }

    func userContentController(_ controller: WKUserContentController, didReceive message: WKScriptMessage) {
        let sender = message.frameInfo.securityOrigin
        // Port 0 stands for the scheme's own.
        let port = sender.port == 0 ? nil : sender.port
        guard message.frameInfo.isMainFrame, isTrusted(scheme: sender.protocol, host: sender.host, port: port),
            let text = message.body as? String, text.count <= Self.maxMessageCharacters,
            var parsed = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? Message,
            parsed["sedge"] as? Int == Self.version, parsed.removeValue(forKey: "nonce") as? String == nonce,
            parsed["type"] is String
        else { return }
        seen(parsed)
    }

    private func isTrusted(scheme: String?, host: String?, port: Int?) -> Bool {
        scheme == origin.scheme && host == origin.host && port == origin.port
    }

    /// The content controller holds its handlers strongly, and the webview holds the controller.
    private final class WeakHandler: NSObject, WKScriptMessageHandler {
        private weak var bridge: SedgeBridge?

        init(_ bridge: SedgeBridge) {
            self.bridge = bridge
        }

        func userContentController(_ controller: WKUserContentController, didReceive message: WKScriptMessage) {
            bridge?.userContentController(controller, didReceive: message)
        }
    }
}
