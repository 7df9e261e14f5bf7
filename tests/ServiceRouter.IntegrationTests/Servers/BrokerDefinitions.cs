using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ServiceRouter.IntegrationTests.Servers;

/// <summary>
/// infra/rabbitmq/definitions.json as the tests load it: the very file, with a password for its users and,
/// where a test wants its own, another virtual host.
/// </summary>
internal static class BrokerDefinitions
{
    public const string VirtualHost = "servicerouter";
    public const string User = "servicerouter";

    /// <param name="virtualHosts">Each gets everything that the file gives to its one.</param>
    /// <param name="password">Of its users.</param>
    public static string With(IReadOnlyList<string> virtualHosts, string password)
    {
        var root = JsonNode.Parse(File.ReadAllText(RepositoryRoot.File("infra", "rabbitmq", "definitions.json")))!.AsObject();
        foreach (var user in root["users"]!.AsArray())
            user!["password_hash"] = Hash(password);
        foreach (var (name, section) in root.Where(section => section.Key != "users").ToList())
            root[name] = new JsonArray([.. from item in section!.AsArray() from host in virtualHosts select Of(item!, name == "vhosts" ? "name" : "vhost", host)]);
        return root.ToJsonString();
    }

    private static JsonNode Of(JsonNode item, string key, string virtualHost)
    {
        var own = item.DeepClone();
        own[key] = virtualHost;
        return own;
    }

    // rabbit_password_hashing_sha256: base64(salt + sha256(salt + password)), salt of four bytes.
    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }
}
