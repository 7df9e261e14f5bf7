namespace ServiceRouter.Platform.Outbox;

/// <summary>The broker did not answer in time, or did not take the connection: nothing is wrong with the message.</summary>
internal sealed class BrokerAwayException() : Exception("The broker did not answer in time, or did not take the connection");

/// <summary>The broker takes other messages and not this one: another broker, or this one later, may take it.</summary>
internal sealed class RefusedByBrokerException(string message) : Exception(message);

/// <summary>The row itself cannot become a message of this version: its contract is unknown, its body unreadable or too large.</summary>
internal sealed class FaultyRowException(string message) : Exception(message);
