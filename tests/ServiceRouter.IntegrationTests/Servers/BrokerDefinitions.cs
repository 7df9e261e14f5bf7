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

    public static string With(string virtualHost, string password)
    {
        var root = JsonNode.Parse(File.ReadAllText(RepositoryRoot.File("infra", "rabbitmq", "definitions.json")))!.AsObject();
        foreach (var user in root["users"]!.AsArray())
            user!["password_hash"] = Hash(password);
        foreach (var host in root["vhosts"]!.AsArray())
            host!["name"] = virtualHost;
        foreach (var item in root.Where(section => section.Key is not "users" and not "vhosts").SelectMany(section => section.Value!.AsArray()))
            item!["vhost"] = virtualHost;
        return root.ToJsonString();
    }

    // rabbit_password_hashing_sha256: base64(salt + sha256(salt + password)), salt of four bytes.
    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }
}
