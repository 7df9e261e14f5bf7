using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ThreeDoors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "receipt_aliases",
                columns: table => new
                {
                    receipt = table.Column<string>(type: "character varying(14)", maxLength: 14, nullable: false),
                    handoff_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipt_aliases", x => x.receipt);
                });

            migrationBuilder.CreateIndex(
                name: "ix_receipt_aliases_handoff_id",
                table: "receipt_aliases",
                column: "handoff_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "receipt_aliases");
        }
    }
}
