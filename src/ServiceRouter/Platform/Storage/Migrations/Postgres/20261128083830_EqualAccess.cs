using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class EqualAccess : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "need",
                table: "handoffs",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "access_alarms",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    split = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    part = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    measure = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    people = table.Column<int>(type: "integer", nullable: false),
                    here = table.Column<double>(type: "double precision", nullable: false),
                    elsewhere = table.Column<double>(type: "double precision", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_alarms", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_checks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    requests = table.Column<int>(type: "integer", nullable: false),
                    comparisons = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_checks", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_access_alarms_closed_at",
                table: "access_alarms",
                column: "closed_at");

            migrationBuilder.CreateIndex(
                name: "ix_access_alarms_open",
                table: "access_alarms",
                columns: new[] { "split", "part", "measure" },
                unique: true,
                filter: "closed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_alarms");

            migrationBuilder.DropTable(
                name: "access_checks");

            migrationBuilder.DropColumn(
                name: "need",
                table: "handoffs");
        }
    }
}
